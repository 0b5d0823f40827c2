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

package io.muster.contactpoint.dns;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Record;

/**
 * Answer of DNS to a question for one name and one type of records.
 *
 * @param records the records of that type
 * @param exists whether the name exists
 */
record DnsAnswer(List<Record> records, boolean exists) {

	boolean isEmpty() {
		return this.records.isEmpty();
	}

	/**
	 * Return the records of both answers.
	 */
	DnsAnswer and(DnsAnswer more) {
		return new DnsAnswer(Stream.concat(this.records.stream(), more.records.stream()).toList(), true);
	}

	/**
	 * Return the addresses. All records must be A or AAAA records.
	 */
	List<InetAddress> addresses() {
		return this.records.stream().map(DnsAnswer::address).toList();
	}

	private static InetAddress address(Record record) {
		return (record instanceof ARecord ipv4) ? ipv4.getAddress() : ((AAAARecord) record).getAddress();
	}

	/**
	 * Return the reason why there are no records.
	 * @param records describes the records that an existing name lacks
	 * @return the reason, empty if there are records
	 */
	List<String> missing(String records) {
		if (!isEmpty()) {
			return List.of();
		}
		return List
			.of(this.exists ? "the name exists, but has " + records + " (NODATA)" : "there is no such name (NXDOMAIN)");
	}

}
