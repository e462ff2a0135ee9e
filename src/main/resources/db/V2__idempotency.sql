-- Which idempotency keys were used, for what, and what was answered.

create table idempotency_key (
  tenant      varchar(255) not null,
  key_text    varchar(256) not null,
  body_hash   varchar(64) not null,        -- SHA-256 of the body, hexadecimal
  claimed_at  timestamp with time zone not null,
  status      integer,                     -- null while the request is in flight
  answer      text,
  primary key (tenant, key_text)
);
create index idempotency_key_by_age on idempotency_key (claimed_at);
