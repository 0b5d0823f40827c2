/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.muster.actuate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.muster.actuate.LeadershipDescriptor.LockDescriptor;
import io.muster.actuate.LeadershipDescriptor.RaftDescriptor;

/**
 * Text form of the leaderships: a line for each role, and what {@code consul info} shows
 * of Raft.
 */
final class LeadershipText {

	private static final List<String> HEADER = List.of("Role", "Leader", "Self", "Token", "Standing");

	private static final List<String> LOCKS_HEADER = List.of("Lock", "Holder", "Self", "Token", "Waiting");

	private LeadershipText() {
	}

	static String of(LeadershipDescriptor leadership) {
		List<List<@Nullable String>> rows = new ArrayList<>();
		rows.add(new ArrayList<>(HEADER));
		leadership.roles().forEach((role) -> {
			List<@Nullable String> row = new ArrayList<>();
			row.add(role.role().isEmpty() ? "(application)" : role.role());
			row.add(role.leader());
			row.add(role.self() ? "*" : TextTable.NONE);
			row.add(role.token());
			row.add(String.valueOf(role.standing().size()));
			rows.add(row);
		});
		return TextTable.of(rows) + "\n" + locks(leadership) + TextTable.of(details(leadership));
	}

	private static String locks(LeadershipDescriptor leadership) {
		List<LockDescriptor> locks = leadership.locks();
		if (locks == null || locks.isEmpty()) {
			return "";
		}
		List<List<@Nullable String>> rows = new ArrayList<>();
		rows.add(new ArrayList<>(LOCKS_HEADER));
		for (LockDescriptor lock : locks) {
			List<@Nullable String> row = new ArrayList<>();
			row.add(lock.name());
			row.add((lock.holder() != null) ? lock.holder() : "(nobody yet)");
			row.add(lock.self() ? "*" : TextTable.NONE);
			row.add(lock.token());
			row.add(String.valueOf(lock.waiting()));
			rows.add(row);
		}
		return TextTable.of(rows) + "\n";
	}

	private static List<List<@Nullable String>> details(LeadershipDescriptor leadership) {
		List<List<@Nullable String>> details = new ArrayList<>();
		details.add(pair("Change", leadership.change().name().toLowerCase(Locale.ROOT)));
		RaftDescriptor raft = leadership.raft();
		if (raft != null) {
			details.add(pair("Problem", leadership.problem()));
			if (raft.warning() != null) {
				details.add(pair("Warning", raft.warning()));
			}
			details.add(pair("State", raft.state()));
			details.add(pair("Raft leader", raft.leader()));
			details.add(pair("Voters", String.join(" ", raft.voters())));
			details.add(pair("Epoch", String.valueOf(raft.epoch())));
			details.add(pair("Term", String.valueOf(raft.term())));
			details.add(pair("Last log index", String.valueOf(raft.lastLogIndex())));
			details.add(pair("Commit index", String.valueOf(raft.commitIndex())));
		}
		return details;
	}

	private static List<@Nullable String> pair(String name, @Nullable String value) {
		List<@Nullable String> pair = new ArrayList<>();
		pair.add(name);
		pair.add(value);
		return pair;
	}

}
