"""What a trained model is at run time: features, linear models, trees, a random field, calibration."""
