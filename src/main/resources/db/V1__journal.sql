-- What happened to each mail. The same SQL on H2 and on PostgreSQL.

-- An event may come before its mail. Its mail then is a row without a message_id, so that events and mails that
-- several processes write at the same time meet at one row.
create table mail (
  id            uuid primary key,
  tenant        varchar(255) not null,
  lane          varchar(255) not null,
  message_id    varchar(1000),
  trace_id      varchar(64),
  sender        varchar(2000),
  subject       varchar(1000),
  template      varchar(255),
  tags          varchar(10000),            -- JSON, as in the request
  metadata      text,                      -- JSON, as in the request
  envelope      text,                      -- the whole of it, if dromail.journal.bodies says so
  accepted_at   timestamp with time zone not null,
  last_event    varchar(20) not null,
  last_event_at timestamp with time zone not null,
  next_attempt_at timestamp with time zone
);
create index mail_by_time on mail (accepted_at, id);
create index mail_by_tenant on mail (tenant, accepted_at, id);
create index mail_by_status on mail (last_event, accepted_at, id);

create table recipient (
  mail_id       uuid not null references mail (id) on delete cascade,
  place         integer not null,          -- in the order of the request
  address       varchar(1000) not null,
  address_lower varchar(1000) not null,    -- for searching
  kind          varchar(3) not null,       -- to, cc, bcc
  status        varchar(20) not null,      -- the contract's last_event
  status_at     timestamp with time zone not null,
  primary key (mail_id, place)
);
create index recipient_by_address on recipient (address_lower);

create table tag (
  mail_id       uuid not null references mail (id) on delete cascade,
  place         integer not null,
  name          varchar(256) not null,
  tag_value     varchar(256) not null,
  primary key (mail_id, place)
);
create index tag_by_name on tag (name, tag_value);

-- What an attempt came to. The same event may come twice.
create table event (
  event_id      uuid not null,
  mail_id       uuid not null references mail (id) on delete cascade,
  event         varchar(20) not null,
  attempt       integer not null,
  at            timestamp with time zone not null,
  recipients    varchar(100000) not null,  -- JSON array of addresses
  profile       varchar(255),
  host          varchar(1000),
  reply_code    integer not null,
  enhanced_code varchar(20),
  reply_text    varchar(10000),
  duration_ms   bigint not null,
  tls           varchar(40),
  next_attempt_at timestamp with time zone,
  primary key (mail_id, event_id)
);
