"""Who may use the portal: accounts, their passwords and answers, sessions, roles and due steps."""
