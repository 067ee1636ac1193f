"""A second, naive computation of the marts, written from the words of the contract alone.

Reading order: facts (what stands), billable (phases), invoices (documents), kpi (months);
firm and files make random firms, compare reads the warehouse and tells the differences.
"""
