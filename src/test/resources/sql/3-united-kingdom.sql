select parent.id,
    (select count(*)
    from pledge r0
    where r0.pledger_id = parent.id),
    false,
    false
from unnest($1) parent (id);

select parent.id,
    r0.id,
    r0.kind,
    r0.status,
    r0.announced_on,
    r0.announced_on_text,
    r1.id,
    r1.name,
    r0.quantity_text,
    r0.quantity_text,
    r0.quantity_min,
    r0.quantity_max,
    r0.quantity_unit,
    r0.quantity_currency
from unnest($1) parent (id)
cross join lateral (select r0.*
    from pledge r0
    where r0.pledger_id = parent.id
    order by coalesce(r0.announced_on, '-infinity') desc, r0.id desc
    limit $2) r0
left join coalition r1 on r1.id = r0.coalition_id
order by coalesce(r0.announced_on, '-infinity') desc,
    r0.id desc;

select r0.slug,
    r0.id,
    r0.kind,
    r0.name
from actor r0
where r0.slug = any($1);
