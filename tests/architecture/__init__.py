"""The rules of the house, held by tests.

Each check is a plain module with `breaches(root)`: one line for each breach in the tree under `root`, none when
all is well. The tests call it on the real tree, and on a copy in which one breach was planted.
"""
