"""One entry for everybody the offices know, however many records they have, and the words that find them."""
