"""Made-up rows in the shape of the Standard Safeguarding Dataset, for trying things out: nobody is in them."""
