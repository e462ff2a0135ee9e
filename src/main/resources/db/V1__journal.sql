-- What happened to each mail. The same SQL on H2 and on PostgreSQL.

create table mail (
  id            uuid primary key,
  tenant        varchar(255) not null,
  lane          varchar(255) not null,
  message_id    varchar(1000) not null,
  trace_id      varchar(64) not null,
  sender        varchar(1000) not null,
  subject       varchar(1000),
  template      varchar(255),
  tags          text not null,     -- JSON, as in the request
  metadata      text not null,     -- JSON, as in the request
  envelope      text,              -- the whole of it, if dromail.journal.bodies says so
  accepted_at   timestamp with time zone not null,
  last_event    varchar(20) not null,
  last_event_at timestamp with time zone not null,
  next_attempt_at timestamp with time zone
);
create index mail_by_time on mail (tenant, accepted_at desc, id desc);
create index mail_by_age on mail (accepted_at);

create table recipient (
  mail_id       uuid not null references mail (id) on delete cascade,
  address       varchar(1000) not null,
  kind          varchar(3) not null,       -- to, cc, bcc
  status        varchar(20) not null,      -- the contract's last_event
  status_at     timestamp with time zone not null,
  primary key (mail_id, address)
);
create index recipient_by_address on recipient (address);

create table tag (
  mail_id       uuid not null references mail (id) on delete cascade,
  name          varchar(256) not null,
  tag_value     varchar(256) not null
);
create index tag_by_name on tag (name, tag_value);
create index tag_by_mail on tag (mail_id);

-- What an attempt came to. It may come before its mail, and twice.
create table event (
  event_id      uuid primary key,
  mail_id       uuid not null,
  event         varchar(20) not null,
  attempt       integer not null,
  at            timestamp with time zone not null,
  recipients    text not null,             -- JSON array of addresses
  profile       varchar(255),
  host          varchar(1000),
  reply_code    integer not null,
  enhanced_code varchar(20),
  reply_text    text,
  duration_ms   bigint not null,
  tls           varchar(40),
  next_attempt_at timestamp with time zone
);
create index event_by_mail on event (mail_id);
create index event_by_age on event (at);
