"""The command line: the same commands as the pages, for people and for machines.

Read `main` (the verbs and where they live), `answers` (what a verb answers), then one module per noun.
"""
