"""What the pages ask of the marts: one module per page, parameters bound, filters and sorts in SQL."""
