"""The portal's SQL database: tables, connections and schema versions."""
