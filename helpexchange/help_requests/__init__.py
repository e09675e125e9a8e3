"""Help requests: what a person in need asks for, from asking to done."""
