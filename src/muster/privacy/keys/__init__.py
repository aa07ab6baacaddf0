"""Keys are renewed without a pause: new ones seal from now on, old ones are read until all is sealed anew."""
