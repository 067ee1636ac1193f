"""The guide, and what writes its generated pages."""
