"""The screens. Only app.py uses this package."""
