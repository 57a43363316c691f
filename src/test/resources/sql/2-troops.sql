select parent.id,
    (select count(*)
    from pledge r0
    where true
    and r0.kind = any($1)
    and exists (select
        from actor a
        where a.id = r0.pledger_id
        and a.kind = any($2))
    and r0.status = any($3)),
    false,
    false
from unnest($4) parent (id);

select parent.id,
    r0.id,
    r0.status,
    r0.announced_on,
    r0.announced_on_text,
    r0.conditions,
    r0.confidence,
    r1.id,
    r1.kind,
    r1.name,
    r0.quantity_text,
    r0.quantity_text,
    r0.quantity_min,
    r0.quantity_max,
    r0.quantity_unit,
    r2.id,
    r2.kind,
    r2.name
from unnest($1) parent (id)
cross join lateral (select r0.*
    from pledge r0
    where true
    and r0.kind = any($2)
    and exists (select
        from actor a
        where a.id = r0.pledger_id
        and a.kind = any($3))
    and r0.status = any($4)
    order by coalesce(r0.announced_on, '-infinity') desc, r0.id desc
    limit $5) r0
left join actor r1 on r1.id = r0.pledger_id
left join actor r2 on r2.id = r0.announced_by_id
order by coalesce(r0.announced_on, '-infinity') desc,
    r0.id desc;

select r0.pledge_id,
    r0.source_id,
    r0.excerpt,
    r1.id,
    r1.publisher,
    r1.url
from pledge_evidence r0
left join source r1 on r1.id = r0.source_id
where r0.pledge_id = any($1)
order by r0.position;
