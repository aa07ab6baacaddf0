"""Muster: runs an emergency mobilisation and can prove every figure."""
