"""Faces: how people reach ``planning``. They hold no arithmetic."""
