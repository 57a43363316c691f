-- Takes away what many-rows.sql has added.
delete from pledge_conflict using pledge where pledge.id = pledge_id and slug like 'many-%';
delete from pledge_status_change using pledge where pledge.id = pledge_id and slug like 'many-%';
delete from pledge_evidence using pledge where pledge.id = pledge_id and slug like 'many-%';
delete from pledge where slug like 'many-%';
delete from quote_about using quote where quote.id = quote_id and slug like 'many-%';
delete from quote where slug like 'many-%';
delete from size_claim where slug like 'many-%';
delete from coalition_lead using coalition where coalition.id = coalition_id and slug like 'many-%';
delete from coalition where slug like 'many-%';
delete from event_evidence using event where event.id = event_id and slug like 'many-%';
delete from event_participant using event where event.id = event_id and slug like 'many-%';
delete from event where slug like 'many-%';
delete from person_position using actor where actor.id = person_id and slug like 'many-%';
delete from source where slug like 'many-%';
delete from actor_identifier using actor where actor.id = actor_id and slug like 'many-%';
delete from actor_alias using actor where actor.id = actor_id and slug like 'many-%';
delete from actor where slug like 'many-%';
vacuum analyze;
