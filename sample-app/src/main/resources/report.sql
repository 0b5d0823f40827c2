create table if not exists report (
	id bigint generated always as identity primary key,
	number int not null,
	node varchar(255) not null,
	token bigint not null
);
