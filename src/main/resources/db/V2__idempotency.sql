-- Which idempotency keys were used, for what, and what was answered.

create table idempotency_key (
  tenant      varchar(255) not null,
  key_text    varchar(256) not null,
  body_hash   varchar(64) not null,        -- SHA-256 of the content, hexadecimal
  seed        uuid not null,               -- the ids of its mails derive from it and the hash
  claim       uuid not null,               -- whose key it is, or was last
  state       varchar(10) not null,        -- claimed, answered, or free again
  doubtful    boolean not null,            -- whether an earlier try may have been published
  claimed_at  timestamp with time zone not null,
  status      integer,
  location    varchar(1000),
  answer      text,
  primary key (tenant, key_text)
);
create index idempotency_key_by_age on idempotency_key (claimed_at);
