"""The synthetic city: made from a seed, written as files that the import reads, marked 演示数据 everywhere."""
