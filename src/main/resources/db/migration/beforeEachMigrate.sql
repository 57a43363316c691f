-- A migration takes the time it takes; its connection goes back to requests with their limit.
set local statement_timeout = 0;
