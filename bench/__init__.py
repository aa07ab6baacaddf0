"""What is fast, and how we know: each job beside its peer or its limit, in one run."""
