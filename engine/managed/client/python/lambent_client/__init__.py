"""What bootstrap.py consists of; in a package, so that no function's module has the same name."""
