"""Pure rules of billing: numbers in, numbers out.

Read `deposit` (how an advance is taken back), `vat` (per rate, once), `retention` (what the client keeps),
`progress` (how people spell a share).
"""
