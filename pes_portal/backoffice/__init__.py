"""The payer's side: reads what was uploaded and posts the answers a payer would."""
