"""The whole story of one help, told in the browser: who takes part, and what each of them does."""
