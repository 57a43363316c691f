select $1,
    known.*
from (select slug, id
    from actor
    where slug = any($2)) known
union all select $3,
    known.*
from (select slug, id
    from actor
    where slug = any($4)) known;

select parent.id,
    (select count(*)
    from quote r0
    where true
    and r0.speaker_id = any($1)
    and r0.id in (select a.quote_id
        from quote_about a
        where a.actor_id = any($2))),
    false,
    false
from unnest($3) parent (id);

select parent.id,
    r0.id,
    r0.form,
    r0.text,
    r0.said_on,
    r0.said_on_text,
    r1.id,
    r1.kind,
    r1.name,
    r2.person_id,
    r2.title,
    r3.id,
    r3.name,
    r3.held_on,
    r3.held_on_text,
    r3.place,
    r4.id,
    r4.publisher,
    r4.title,
    r4.url,
    r4.published_from,
    r4.published_to
from unnest($1) parent (id)
cross join lateral (select r0.*
    from quote r0
    where true
    and r0.speaker_id = any($2)
    and r0.id in (select a.quote_id
        from quote_about a
        where a.actor_id = any($3))
    order by coalesce(r0.said_on, '-infinity') desc, r0.id desc
    limit $4) r0
left join actor r1 on r1.id = r0.speaker_id
left join lateral (select p.*
    from person_position p, lateral ( select coalesce( r0.said_on, (select e.held_on
                from event e
                where e.id = r0.occasion_id), (select s.published_from
                from source s
                where s.id = r0.source_id)) as day) said
    where p.person_id = r0.speaker_id
    and (p.held_from <= said.day) is not false
    and (p.held_to >= said.day) is not false
    order by (p.source_id = r0.source_id) desc, abs(p.stated_on - said.day), p.position
    limit 1) r2 on true
left join event r3 on r3.id = r0.occasion_id
left join source r4 on r4.id = r0.source_id
order by coalesce(r0.said_on, '-infinity') desc,
    r0.id desc;
