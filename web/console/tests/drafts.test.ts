import { beforeEach, expect, test } from "vitest";
import { fill, forgetArrived, valuesOf, verdict } from "../drafts";

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

const draft = { base: { text: "" }, values: { text: "typed" }, submitted: false };

test("an unsent draft is put back, even when the server's text changed meanwhile", () => {
  expect(verdict(draft, { text: "" })).toBe("restore");
  expect(verdict(draft, { text: "of another" })).toBe("restore");
});

test("a draft that the server has is forgotten", () => {
  expect(verdict(draft, { text: "typed" })).toBe("forget");
  expect(verdict({ ...draft, submitted: true }, { text: "typed, tidied" })).toBe("forget");
});

test("a draft that was sent but did not arrive is put back", () => {
  expect(verdict({ ...draft, submitted: true }, { text: "" })).toBe("restore");
});

test("a sent draft is forgotten on the page that follows, not on a problem page", () => {
  const keep = (): void => sessionStorage.setItem("draft:letter", JSON.stringify({ ...draft, submitted: true }));
  keep();
  document.body.innerHTML = '<div data-problem="kernel.not_allowed"></div>';
  forgetArrived(document, sessionStorage);
  expect(sessionStorage.length).toBe(1);
  document.body.innerHTML = '<form data-draft="letter"></form>';
  forgetArrived(document, sessionStorage);
  expect(sessionStorage.length).toBe(1);
  document.body.innerHTML = "<p>Saved</p>";
  forgetArrived(document, sessionStorage);
  expect(sessionStorage.length).toBe(0);
});
