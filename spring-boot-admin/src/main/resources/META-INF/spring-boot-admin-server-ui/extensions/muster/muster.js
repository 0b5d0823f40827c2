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

/*
 * Two views for Spring Boot Admin: the cluster as one instance sees it, and the clusters of all applications with
 * what their instances do not agree on. Names come from other hosts. Vue.h makes text of them, and nothing here takes
 * HTML. Spring Boot Admin's sba-alert does, so it is not used.
 */
"use strict";
(() => {
	const EVERY = 3000, PATIENCE = 10000, ROWS = 12;
	/** What Spring Boot Admin answers for an instance that gives no answer. */
	const GATEWAY = [502, 504];
	const { h } = Vue;

	/** Return what may be shown of a text: without characters that move or hide others. */
	const clean = (text) => String(text).replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, "\ufffd");
	const hostPort = (address) => String(address).replace(/^[^@]*@/, "");
	const count = (n, one) => n + " " + one + (n === 1 ? "" : "s");
	const list = (names) => names.length > 4 ? names.slice(0, 3).join(", ") + " and " + (names.length - 3) + " more" : names.join(", ");
	const node = (member) => member.address + "#" + member.uid;

	// Asking

	/** Ask an instance for an endpoint. The answer has either data or a problem. */
	async function ask(instance, endpoint) {
		if (!instance.hasEndpoint(endpoint)) {
			return { problem: "does not show Spring Boot Admin the endpoint " + endpoint };
		}
		try {
			const answer = await instance.axios.get("actuator/" + endpoint, { headers: { Accept: "application/json" }, timeout: PATIENCE, suppressToast: true });
			return answer.data && typeof answer.data === "object" ? { data: answer.data } : { problem: "gives an answer that is no JSON" };
		}
		catch (error) {
			const status = error.response && error.response.status;
			return { problem: !status || GATEWAY.includes(status) ? "gives no answer" : "answers with status " + status };
		}
	}

	/** Ask again and again while the view is there and not hidden, one request at a time. */
	const polling = {
		mounted() {
			document.addEventListener("visibilitychange", this.poll);
			this.poll();
		},
		beforeUnmount() {
			this.gone = true;
			clearTimeout(this.timer);
			document.removeEventListener("visibilitychange", this.poll);
		},
		methods: {
			async poll() {
				clearTimeout(this.timer);
				if (this.polling || this.gone || document.hidden) {
					return;
				}
				this.polling = true;
				try {
					await this.look();
				}
				finally {
					this.polling = false;
					if (!this.gone) {
						this.timer = setTimeout(this.poll, EVERY);
					}
				}
			}
		}
	};

	// What is known from the answers. A finding has a level (ok, warn or bad) and a text.

	function unreachable(cluster) {
		const names = new Map(cluster.members.map((member) => [member.address, member.name]));
		const lost = cluster.members.filter((member) => !member.reachable);
		return lost.map((member) => ({ level: "bad", text: member.name + " is unreachable"
			+ (member.unreachableBy ? ": " + list(member.unreachableBy.map((by) => names.get(by) || hostPort(by))) + (member.unreachableBy.length > 1 ? " do" : " does") + " not reach it" : "") }));
	}

	function leader(cluster) {
		const member = cluster.members.find((candidate) => candidate.address === cluster.leader);
		return member ? member.name : cluster.leader ? hostPort(cluster.leader) : null;
	}

	/** Return how a cluster is, as one instance sees it. */
	function judge(cluster) {
		if (!cluster.members.length) {
			return [{ level: "warn", text: "Not a member of a cluster (" + cluster.status + ")" }];
		}
		const leads = leader(cluster);
		const found = unreachable(cluster);
		if (cluster.leaderObstacle) {
			found.push({ level: "bad", text: (leads ? leads + " leads, but does not act: " : "No leader: ") + cluster.leaderObstacle });
		}
		else if (!leads) {
			found.push({ level: "bad", text: "No leader" });
		}
		return found.length ? found : [{ level: "ok", text: "One cluster of " + cluster.members.length + ", led by " + leads }];
	}

	/** Return the views in groups: those of a group have members in common, so they are of one cluster. */
	function together(views) {
		const groups = [];
		for (const view of views) {
			const nodes = new Set(view.cluster.members.map(node));
			const same = groups.filter((group) => [...nodes].some((each) => group.nodes.has(each)));
			const merged = { views: [...same.flatMap((group) => group.views), view], nodes: new Set([...same.flatMap((group) => [...group.nodes]), ...nodes]) };
			groups.splice(0, groups.length, ...groups.filter((group) => !same.includes(group)), merged);
		}
		return groups.sort((one, other) => other.nodes.size - one.nodes.size);
	}

	/** Return what the views of one cluster do not agree on. */
	function differences(group) {
		const members = new Map(group.views.flatMap((view) => view.cluster.members.map((member) => [node(member), member])));
		const found = [];
		for (const [key, member] of members) {
			const without = group.views.filter((view) => !view.cluster.members.some((each) => node(each) === key));
			if (without.length) {
				found.push({ level: "bad", text: list(without.map((view) => view.label)) + (without.length > 1 ? " do" : " does") + " not list " + member.name + ", which others do" });
			}
			const lost = group.views.filter((view) => view.cluster.members.some((each) => node(each) === key && !each.reachable));
			if (lost.length) {
				found.push({ level: "bad", text: member.name + " is unreachable, " + (lost.length === group.views.length ? "as all say" : "as " + list(lost.map((view) => view.label)) + (lost.length > 1 ? " say" : " says")) });
			}
		}
		const led = new Map();
		group.views.forEach((view) => led.set(view.cluster.leader, [...led.get(view.cluster.leader) || [], view]));
		if (led.size > 1) {
			found.push({ level: "bad", text: "Who leads? " + [...led].map(([address, views]) => (address ? leader(views[0].cluster) : "Nobody") + ", as " + list(views.map((view) => view.label)) + (views.length > 1 ? " say" : " says")).join("; ") });
		}
		return found;
	}

	/** Return what the instances of an application say together. */
	function compare(views) {
		const members = views.filter((view) => view.cluster && view.cluster.members.length);
		const groups = together(members);
		const found = groups.length < 2 ? [] : [{ level: "bad", text: groups.length + " clusters where there should be one: "
			+ groups.map((group) => list(group.views.map((view) => view.label)) + " in one of " + group.nodes.size).join("; ") }];
		groups.forEach((group) => found.push(...differences(group)));
		views.filter((view) => view.problem).forEach((view) => found.push({ level: "warn", text: view.label + " " + view.problem }));
		views.filter((view) => view.cluster && !view.cluster.members.length)
			.forEach((view) => found.push({ level: "warn", text: view.label + " is not a member of a cluster (" + view.cluster.status + ")" }));
		if (members.length && !found.some((finding) => finding.level === "bad")) {
			const [first, ...more] = judge(members[0].cluster);
			const agreed = first.level === "ok" && !found.length ? "; " + (views.length === 1 ? "one instance was asked" : "all " + views.length + " instances agree") : "";
			found.unshift({ level: first.level, text: first.text + agreed }, ...more);
		}
		return found;
	}

	/** Return what a view says of a node, in a few words. */
	function says(view, key) {
		if (!view.cluster) {
			return "?";
		}
		const member = view.cluster.members.find((each) => node(each) === key);
		if (member) {
			return [member.status, member.reachable ? "" : "unreachable", member.leader ? "leads" : ""].filter((word) => word).join(", ");
		}
		const departed = view.cluster.departed.find((each) => node(each) === key);
		return departed ? departed.kind.toLowerCase() : "not listed";
	}

	// What is seen

	const sentences = (found) => found.map((finding) => h("p", { class: "muster-found muster-" + finding.level, role: finding.level === "ok" ? "status" : "alert" }, clean(finding.text)));
	const cell = (text, attributes) => h("td", attributes || {}, clean(text));
	const table = (label, heads, rows) => h("div", { class: "muster-scroll", tabindex: "0", role: "region", "aria-label": label },
		h("table", [h("thead", h("tr", heads.map((head) => h("th", { scope: "col" }, clean(head))))), h("tbody", rows)]));
	const panel = (title, children) => h(Vue.resolveComponent("sba-panel"), { title: clean(title) }, { default: () => children });
	const time = (value) => value ? new Date(value).toLocaleString() : "";

	function comparison(views) {
		const members = new Map();
		views.filter((view) => view.cluster).forEach((view) => view.cluster.members.forEach((member) => members.set(node(member), member)));
		const rows = [...members].map(([key, member]) => {
			const words = views.map((view) => says(view, key));
			const heard = words.filter((word) => word !== "?");
			const usual = heard.reduce((best, word) => heard.filter((each) => each === word).length > heard.filter((each) => each === best).length ? word : best, heard[0]);
			return { member, words, usual, agreed: heard.every((word) => word === usual) };
		});
		const shown = rows.length > ROWS ? rows.filter((row) => !row.agreed) : rows;
		return [shown.length > 0 && table("What each instance says of each member", ["Member", ...views.map((view) => view.label)],
			shown.map((row) => h("tr", [h("th", { scope: "row" }, clean(row.member.name)),
				...row.words.map((word) => cell(word, word !== row.usual && word !== "?" ? { class: "muster-odd" } : {}))]))),
			shown.length < rows.length && h("p", { class: "muster-muted" }, count(rows.length - shown.length, "member") + " of which all say the same")];
	}

	function members(cluster) {
		const names = new Map(cluster.members.map((member) => [member.address, member.name]));
		const tags = (member) => [member.status, member.self ? "this instance" : "", member.leader ? "leads" : ""].filter((word) => word).join(", ");
		const reach = (member) => member.reachable ? "yes" : "no" + (member.unreachableBy ? ", not by " + list(member.unreachableBy.map((by) => names.get(by) || hostPort(by))) : "");
		return panel("Members", [table("Members", ["Member", "Address", "Status", "Reachable", "Roles", "Since"], cluster.members.map((member) =>
			h("tr", [h("th", { scope: "row" }, clean(member.name)), cell(hostPort(member.address)), cell(tags(member)), cell(reach(member), member.reachable ? {} : { class: "muster-odd" }), cell(member.roles.join(", ")), cell(time(member.since))])))]);
	}

	const departed = (cluster) => cluster.departed.length > 0 && panel("Gone", [table("Former members", ["Member", "Address", "How", "When"], cluster.departed.map((each) =>
		h("tr", [h("th", { scope: "row" }, clean(each.name)), cell(hostPort(each.address)), cell(each.kind.toLowerCase()), cell(time(each.at))])))]);

	function leading(cluster, leadership) {
		const names = new Map(cluster.members.map((member) => [member.address, member.name]));
		return leadership && leadership.roles.length > 0 && panel("Who leads what", [table("Leaderships", ["Role", "Leader", "Token", "Since"], leadership.roles.map((role) =>
			h("tr", [h("th", { scope: "row" }, clean(role.role || "the application")), cell(names.get(role.leader) || hostPort(role.leader || "nobody")), cell(role.token || ""), cell(time(role.since))])))]);
	}

	SBA.viewRegistry.addView({
		name: "instances/cluster",
		parent: "instances",
		path: "cluster",
		label: "Cluster",
		order: 250,
		isEnabled: ({ instance }) => instance.hasEndpoint("cluster"),
		component: {
			mixins: [polling],
			props: { instance: { type: Object, required: true } },
			data: () => ({ answer: null, leadership: null }),
			methods: {
				async look() {
					const [answer, leadership] = await Promise.all([ask(this.instance, "cluster"), ask(this.instance, "leadership")]);
					this.answer = Vue.markRaw(answer);
					this.leadership = leadership.data ? Vue.markRaw(leadership.data) : null;
				}
			},
			render() {
				const answer = this.answer;
				if (!answer) {
					return h("div", { class: "muster" }, "Asking this instance …");
				}
				if (!answer.data) {
					return h("div", { class: "muster" }, sentences([{ level: "bad", text: "This instance " + answer.problem }]));
				}
				return h("div", { class: "muster" }, [sentences(judge(answer.data)),
					h("p", { class: "muster-page" }, h("a", { href: "instances/" + encodeURIComponent(this.instance.id) + "/actuator/cluster", target: "_blank", rel: "noopener" }, "Open the page of this instance")),
					answer.data.members.length > 0 && members(answer.data), departed(answer.data), leading(answer.data, this.leadership)]);
			}
		}
	});

	const names = new Map();

	/** Return the text that stands for an instance: its name as a member, which is remembered, or where it is. */
	function label(instance, cluster) {
		const self = cluster && cluster.members.find((member) => member.self);
		if (self) {
			names.set(instance.id, self.name);
		}
		return names.get(instance.id) || instance.registration.serviceUrl || instance.registration.managementUrl || instance.id;
	}

	SBA.viewRegistry.addView({
		name: "clusters",
		path: "/clusters",
		label: "Clusters",
		order: 30,
		component: {
			mixins: [polling],
			setup: () => ({ applications: SBA.useApplicationStore().applications }),
			data: () => ({ answers: null }),
			watch: {
				applications() {
					this.poll();
				}
			},
			methods: {
				async look() {
					const clustered = this.applications.filter((application) => application.instances.some((instance) => instance.hasEndpoint("cluster")));
					this.answers = Vue.markRaw(await Promise.all(clustered.map(async (application) => ({
						name: application.name,
						views: (await Promise.all(application.instances.map(async (instance) => {
							const answer = await ask(instance, "cluster");
							return { id: instance.id, label: label(instance, answer.data), cluster: answer.data, problem: answer.problem };
						}))).sort((one, other) => one.label.localeCompare(other.label))
					}))));
				}
			},
			render() {
				const answers = this.answers;
				return h("div", { class: "muster container mx-auto" }, !answers ? "Asking all instances …"
					: !answers.length ? "No instance shows Spring Boot Admin the endpoint cluster."
						: answers.map(({ name, views }) => panel(name, [sentences(compare(views)), comparison(views),
							h("ul", views.map((view) => h("li", h(Vue.resolveComponent("router-link"), { to: { name: "instances/cluster", params: { instanceId: view.id } } }, () => clean(view.label)))))])));
			}
		}
	});
})();
