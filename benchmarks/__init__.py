"""How fast the site is, and whether it stays so as it grows. `make bench` prints it; nothing here is a test."""
