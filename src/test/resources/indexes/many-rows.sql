-- Some thousand rows of each kind, whose slugs start with "many-"; for a session without triggers, so that the record's version stays.
insert into actor (slug, kind, name)
select 'many-' || n, (array['PERSON', 'COUNTRY', 'ORGANISATION', 'GROUP'])[n % 4 + 1], 'Many ' || n
from generate_series(1, 2000) n;
update actor set country_id = (select id from actor other where other.slug = 'many-' || (length(actor.slug) * 4 + 1))
where slug like 'many-%' and kind = 'ORGANISATION';
insert into actor_alias (actor_id, position, alias)
select id, 1, 'Alias of ' || name from actor where slug like 'many-%';
insert into actor_identifier (actor_id, scheme, value)
select id, 'WIKIDATA', slug from actor where slug like 'many-%';
insert into source (slug, kind, publisher, repost, url, published_from, published_to, language)
select 'many-' || n, (array['NEWS', 'WIRE', 'OFFICIAL', 'TRANSCRIPT', 'ENCYCLOPEDIA'])[n % 5 + 1], 'Publisher ' || n % 50, false,
    'https://many.example/' || n, date '2020-01-01' + n, date '2020-01-01' + n, (array['en', 'fr', 'it', 'de'])[n % 4 + 1]
from generate_series(1, 2000) n;
insert into event (slug, kind, name, held_on, place, country_id)
select 'many-' || n, (array['SUMMIT', 'CALL', 'INTERVIEW', 'TALKS'])[n % 4 + 1], 'Many ' || n, date '2020-01-01' + n, 'Place ' || n % 50,
    (select id from actor where slug = 'many-' || n % 100 * 4 + 1)
from generate_series(1, 2000) n;
insert into coalition (slug, name, aliases, purpose, founded_on)
select 'many-' || n, 'Many ' || n, '{}', 'many', date '2020-01-01' + n
from generate_series(1, 2000) n;
update coalition set parent_id = (select id from coalition other where other.slug = 'many-' || length(coalition.slug))
where slug like 'many-%' and length(slug) > 6;

-- What follows belongs to those, one to each fiftieth of them.
create temporary table nth as
select n, actor.id as actor_id, source.id as source_id, event.id as event_id, coalition.id as coalition_id
from generate_series(1, 4000) n
    join actor on actor.slug = 'many-' || n % 50 + 1
    join source on source.slug = 'many-' || n % 50 + 1
    join event on event.slug = 'many-' || n % 50 + 1
    join coalition on coalition.slug = 'many-' || n % 50 + 1;
insert into person_position (person_id, position, title, of_id, source_id)
select other.id, nth.n, 'many', nth.actor_id, nth.source_id
from nth join actor other on other.slug = 'many-' || n % 400 * 4 + 4;
insert into event_participant select distinct event.id, actor_id from nth join event on event.slug = 'many-' || n % 2000 + 1;
insert into event_evidence select event.id, n, source_id, 'many' from nth join event on event.slug = 'many-' || n % 2000 + 1;
insert into coalition_lead
select coalition.id, n, actor_id from nth join coalition on coalition.slug = 'many-' || n % 2000 + 1 where n <= 2000;
insert into size_claim (slug, coalition_id, metric, text, claimant_id, claimed_on, source_id, excerpt)
select 'many-' || n, coalition_id, 'countries', 'many', actor_id, date '2020-01-01' + n, source_id, 'many' from nth;
insert into quote (slug, form, speaker_id, text, language, translated, topics, said_on, occasion_id, source_id, standing, standing_reason)
select 'many-' || n, (array['DIRECT', 'PARTIAL', 'PARAPHRASE'])[n % 3 + 1], actor_id, 'many', (array['en', 'fr', 'it', 'de'])[n % 4 + 1],
    false, array['many-' || n % 20], date '2020-01-01' + n, event_id, source_id,
    (array['PUBLISHED', 'DISPUTED', 'RETRACTED'])[n % 3 + 1], 'many'
from nth;
insert into quote_about select quote.id, n, actor_id from nth join quote on quote.slug = 'many-' || n;
insert into pledge (slug, pledger_id, coalition_id, kind, status, announced_on, announced_by_id, occasion_id, conditions, confidence)
select 'many-' || n, actor_id, coalition_id, (array['TROOPS', 'AIR', 'NAVAL', 'FUNDING'])[n % 4 + 1],
    (array['CONSIDERING', 'ANNOUNCED', 'CONFIRMED', 'DECLINED'])[n % 4 + 1], date '2020-01-01' + n, actor_id, event_id,
    case when n % 4 = 0 then 'many' end, (array['HIGH', 'MEDIUM', 'LOW'])[n % 3 + 1]
from nth;
insert into pledge_evidence select pledge.id, n, source_id, 'many' from nth join pledge on pledge.slug = 'many-' || n;
insert into pledge_status_change
select pledge.id, n, 'ANNOUNCED', null, null, source_id, 'many' from nth join pledge on pledge.slug = 'many-' || n;
insert into pledge_conflict
select pledge.id, other.id
from nth join pledge on pledge.slug = 'many-' || n join pledge other on other.slug = 'many-' || n + 1
where n % 10 = 0;
drop table nth;
analyze;
