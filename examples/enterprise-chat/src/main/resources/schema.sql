create table if not exists message (
  conversation varchar(100) not null,
  position integer not null,
  type varchar(10) not null,
  text text not null,
  primary key (conversation, position)
);

create table if not exists picture (
  digest varchar(64) primary key,
  mime_type varchar(100) not null,
  bytes bytea not null
);

create table if not exists message_picture (
  conversation varchar(100) not null,
  message integer not null,
  position integer not null,
  digest varchar(64) not null references picture,
  primary key (conversation, message, position)
);
