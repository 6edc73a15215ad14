"""What planners ask: one module a question of several steps. Faces ask here, never an engine.

Each module is imported by itself: ``decarb validate`` loads no engine and no table.
"""
