"""Training of the person segmentation network of CamaLeon."""
