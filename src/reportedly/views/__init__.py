"""What people and programs see of a ledger. The only room that escapes for output; nobody imports it."""
