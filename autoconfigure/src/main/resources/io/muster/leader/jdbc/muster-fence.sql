-- The largest fencing token of each name, see io.muster.leader.jdbc.JdbcFence.
-- Oracle Database before 23ai and SQL Server do not know "if not exists": leave it out there.
create table if not exists muster_fence (
	name varchar(255) not null primary key,
	token bigint not null
);
