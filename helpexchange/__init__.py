"""HelpExchange: volunteers offer time, people ask for small help, a coordinator decides who goes to whom."""
