// What a filled-in family form says, in the browser: the same as guyub.domain.families.questionnaire.sheet, from the
// same data, so that skip logic and checks work without a connection. A test compares the two.
"use strict";

const GuyubSheet = (() => {
  const known = (value) => value !== null && value !== undefined;
  const flag = (condition) => (condition ? 1 : 0);

  // null stands for missing, as None does on the server.
  function evaluate(node, facts) {
    const all = (parts, use) => {
      const values = parts.map((part) => evaluate(part, facts));
      return values.every(known) ? use(values) : null;
    };
    if ("const" in node) return node.const;
    if ("fact" in node) return known(facts[node.fact]) ? facts[node.fact] : null;
    if ("known" in node) return flag(node.known.some((code) => known(facts[code])));
    if ("sum" in node) return all(node.sum, (v) => v.reduce((a, b) => a + b, 0));
    if ("least" in node) return all(node.least, (v) => Math.min(...v));
    if ("excess" in node) return all(node.excess, ([a, b]) => Math.max(a - b, 0));
    if ("at_least" in node) return all(node.at_least, ([a, b]) => flag(a >= b));
    if ("all" in node) return all(node.all, (v) => flag(v.every((one) => one > 0)));
    if ("count" in node) return all(node.count, (v) => v.filter((one) => one > 0).length);
    if ("among" in node) return all([node.of], ([a]) => flag(node.among.includes(a)));
    if ("times" in node) return all([node.of], ([a]) => a * node.times);
    if ("if" in node) {
      const condition = evaluate(node.if, facts);
      if (condition === null) return null;
      return evaluate(condition > 0 ? node.then : node.else, facts);
    }
    if ("banded" in node) {
      const covers = (band, value) =>
        (!known(band.from) || value >= band.from) && (!known(band.to) || value <= band.to);
      return all([node.banded.of], ([value]) => node.banded.bands.find((band) => covers(band, value)).score);
    }
    const values = (node.any || node.every).map((part) => evaluate(part, facts));
    const decisive = node.any ? (v) => v !== null && v > 0 : (v) => v === 0;
    if (values.some(decisive)) return flag(node.any);
    return values.includes(null) ? null : flag(!node.any);
  }

  const holds = (condition, facts) => {
    const value = evaluate(condition, facts);
    return value !== null && value > 0;
  };

  function monthNumber(text) {
    const found = /^(\d{4})-(\d{2})$/.exec(text);
    if (!found || Number(found[2]) < 1 || Number(found[2]) > 12) return null;
    return Number(found[1]) * 12 + Number(found[2]) - 1;
  }

  const isAnswered = (answer) => known(answer) && answer !== "" && !(Array.isArray(answer) && answer.length === 0);

  function asFact(question, answer) {
    if (question.kind === "month" && typeof answer === "string") return monthNumber(answer);
    return Number.isInteger(answer) && ["choice", "number"].includes(question.kind) ? answer : null;
  }

  function stateOf(question, facts) {
    if (question.asked_if) {
      const asked = evaluate(question.asked_if, facts);
      if (!asked) return asked === null ? "waiting" : "skipped";
    }
    return question.automatic_if && holds(question.automatic_if, facts) ? "automatic" : "asked";
  }

  function goThrough(questions, answers, facts) {
    const states = {};
    for (const question of questions) {
      const state = stateOf(question, facts);
      states[question.key] = state;
      if (state === "automatic") facts[question.key] = question.automatic;
      else if (state === "asked") facts[question.key] = asFact(question, answers[question.key]);
    }
    return { facts, states };
  }

  function taken(fact, rounds) {
    const picked = rounds.map((round) => evaluate(fact.where, round.facts));
    if (fact.take === "any") return picked.some((one) => one) ? 1 : picked.includes(null) ? null : 0;
    if (fact.take === "count") return picked.includes(null) ? null : picked.filter((one) => one).length;
    const values = rounds.filter((_, place) => picked[place]).map((round) => evaluate(fact.value, round.facts));
    const there = values.filter((value) => value !== null);
    return there.length ? Math.max(...there) : null;
  }

  function fault(question, answer) {
    if (question.kind === "choice" || question.kind === "choices") {
      const chosen = question.kind === "choice" ? [answer] : answer;
      const listed = Array.isArray(chosen) && chosen.every((one) => question.options.includes(one));
      return listed ? null : "not-on-the-list";
    }
    if (question.kind === "number") {
      const within = Number.isInteger(answer) && question.least <= answer && answer <= question.most;
      return within ? null : "out-of-range";
    }
    if (question.kind === "month") return monthNumber(String(answer)) === null ? "not-a-month" : null;
    if (question.kind === "text") return String(answer).length > (question.most || 200) ? "out-of-range" : null;
    return null;
  }

  // form: topics with questions, household, checks. members: [{id, facts, answers}]. facts: of the whole sheet.
  function read(form, answers, members, sheetFacts) {
    const memberQuestions = form.topics.filter((t) => t.who === "member").flatMap((t) => t.questions);
    const rounds = members.map((member) => goThrough(memberQuestions, member.answers, { ...sheetFacts, ...member.facts }));
    const household = Object.fromEntries(form.household.map((fact) => [fact.code, taken(fact, rounds)]));
    const family = { facts: { ...sheetFacts, ...household }, states: {} };
    for (const topic of form.topics) {
      if (topic.who === "member") continue;
      if (topic.asked_if && !holds(topic.asked_if, family.facts)) {
        const state = evaluate(topic.asked_if, family.facts) === null ? "waiting" : "skipped";
        for (const question of topic.questions) family.states[question.key] = state;
      } else {
        Object.assign(family.states, goThrough(topic.questions, answers, family.facts).states);
      }
    }
    return { family, rounds, household, problems: problemsOf(form, answers, members, family, rounds, household) };
  }

  function problemsOf(form, answers, members, family, rounds, household) {
    const questions = Object.fromEntries(form.topics.flatMap((t) => t.questions).map((q) => [q.key, q]));
    const found = [];
    const add = (code, severity, keys, member) =>
      found.push({ id: [code, member || "", ...keys].join(":"), code, severity, questions: keys, member });
    const look = (states, given, facts, ofMember, member) => {
      for (const [key, state] of Object.entries(states)) {
        if (state !== "asked") continue;
        const question = questions[key];
        const answer = given[key];
        if (!isAnswered(answer)) {
          if (question.required) add("unanswered", "keep", [key], member);
          continue;
        }
        const code = fault(question, answer);
        if (code) add(code, "error", [key], member);
        else if (question.contradicts_if && answer === question.automatic && holds(question.contradicts_if, facts)) {
          add("applies", "keep", [key], member);
        }
      }
      for (const check of form.checks) {
        if ((check.who === "member") === ofMember && holds(check.when, facts)) {
          add(check.id, check.severity, check.questions, member);
        }
      }
    };
    members.forEach((member, place) =>
      look(rounds[place].states, member.answers, { ...household, ...rounds[place].facts }, true, member.id));
    look(family.states, answers, family.facts, false, null);
    return found;
  }

  return { evaluate, read, isAnswered };
})();
