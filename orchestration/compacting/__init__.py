"""Many small files of the lake become few, and nothing that reads them counts a line twice."""
