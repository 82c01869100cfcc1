"""A reader of word problems: from English to equations. It knows nothing of the templates that write them."""
