"""A portal's rules as data (lengths, alphabets, roles, transaction types) and the findings that follow from them."""
