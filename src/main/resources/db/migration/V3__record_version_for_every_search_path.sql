-- Changes are noticed whoever makes them and wherever their unqualified names lead. (A row is changed at the end of its transaction, so
-- that transactions wait for each other briefly and never in a circle. Emptying a table cannot be deferred: what empties one and goes on to
-- others may end in a deadlock with writers of those, which PostgreSQL resolves.)
alter function set_record_version() set search_path from current;
