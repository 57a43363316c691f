select parent.id,
    r0.id,
    r0.text,
    r0.said_on,
    r1.id,
    r1.kind,
    r1.name,
    r2.person_id,
    r2.title,
    r2.stated_on,
    r3.id,
    r3.kind,
    r3.name,
    r4.id,
    r4.publisher,
    r4.url
from unnest($1) parent (id)
cross join lateral (select r0.*
    from quote r0
    where true
    order by coalesce(r0.said_on, '-infinity') desc, r0.id desc
    limit $2) r0
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
left join actor r3 on r3.id = r2.of_id
left join source r4 on r4.id = r2.source_id
order by coalesce(r0.said_on, '-infinity') desc,
    r0.id desc;
