"""How fast the pages are, and how heavy: figures printed in a table, never a clock in a test."""
