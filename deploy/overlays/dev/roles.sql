-- As in production: one role owns the schema and migrates it, the service's own can only read and write rows.
create role onrecord_owner login;
create role onrecord login;
alter database onrecord owner to onrecord_owner;
