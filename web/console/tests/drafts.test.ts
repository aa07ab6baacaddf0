import { beforeEach, expect, test } from "vitest";
import { fill, forgetArrived, startDrafts, valuesOf, verdict } from "../drafts";

beforeEach(() => {
  document.body.innerHTML = "";
  sessionStorage.clear();
});

function form(html: string): HTMLFormElement {
  document.body.innerHTML = `<form data-draft="letter">${html}</form>`;
  return document.querySelector("form")!;
}

const FIELDS = `<input name="csrfmiddlewaretoken" type="hidden" value="secret"><input name="title" value="A"><textarea name="text">B</textarea>
<input type="checkbox" name="kinds" value="x" checked><input type="checkbox" name="kinds" value="y"><input type="password" name="password" value="p">`;

test("what was typed comes back; secrets are not kept", () => {
  const first = form(FIELDS);
  expect(Object.keys(valuesOf(first))).toEqual(["title", "text", "kinds=x", "kinds=y"]);
  const typed = { title: "New", text: "Text", "kinds=x": "false", "kinds=y": "true" };
  const second = form(FIELDS);
  fill(second, typed);
  expect(valuesOf(second)).toEqual(typed);
});

const draft = { base: { text: "" }, values: { text: "typed" }, sentFrom: "" };

test("an unsent draft is put back, even when the server's text changed meanwhile", () => {
  expect(verdict(draft, { text: "" })).toBe("restore");
  expect(verdict(draft, { text: "of another" })).toBe("restore");
});

test("a draft that the server has is forgotten", () => {
  expect(verdict(draft, { text: "typed" })).toBe("forget");
  expect(verdict({ ...draft, sentFrom: "/letter/" }, { text: "typed, tidied" })).toBe("forget");
});

test("a draft that was sent but did not arrive is put back", () => {
  expect(verdict({ ...draft, sentFrom: "/letter/" }, { text: "" })).toBe("restore");
});

test.each([
  ["the page that follows", "<p>Saved</p>", "/letter/", 0],
  ["a problem page", '<div data-problem="kernel.not_allowed"></div>', "/letter/", 1],
  ["its own form with errors", '<form data-draft="letter"></form>', "/letter/", 1],
  ["a page opened after the server was away", "<p>Home</p>", "", 1],
  ["a page reached from elsewhere", "<p>Home</p>", "/other/", 1],
])("on %s, what was sent is rightly forgotten or kept", (_, html, cameFrom, left) => {
  sessionStorage.setItem("draft:letter", JSON.stringify({ ...draft, sentFrom: "/letter/" }));
  document.body.innerHTML = html;
  forgetArrived(document, sessionStorage, cameFrom);
  expect(sessionStorage.length).toBe(left);
});

test("what was typed outlives a request that failed, and goes with one that succeeded", () => {
  const editor = form(FIELDS);
  startDrafts();
  const answer = (status: number): boolean =>
    editor.dispatchEvent(new CustomEvent("htmx:afterRequest", { detail: { elt: editor, successful: status < 500, xhr: { status } } }));
  editor.dispatchEvent(new Event("input"));
  editor.dispatchEvent(new Event("submit"));
  for (const failure of [422, 500]) {
    answer(failure);
    expect(JSON.parse(sessionStorage.getItem("draft:letter") ?? "")).toMatchObject({ sentFrom: "" });
  }
  answer(200);
  expect(sessionStorage.length).toBe(0);
});
