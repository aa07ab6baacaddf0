import { expect, test } from "vitest";
import { morph } from "../morph";

function fragment(html: string): DocumentFragment {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

function page(html: string): HTMLElement {
  document.body.innerHTML = html;
  return document.body.firstElementChild as HTMLElement;
}

test("only the tile whose number changed is touched", () => {
  const tiles = page('<div><p id="a">1</p><p id="b">2</p></div>');
  const [a, b] = [document.getElementById("a"), document.getElementById("b")];
  morph(tiles, fragment('<p id="a">1</p><p id="b">3</p>'), "innerHTML");
  expect(document.getElementById("a")).toBe(a);
  expect(document.getElementById("b")).toBe(b);
  expect(b?.textContent).toBe("3");
});

test("a relative time stays as said while its moment is the same", () => {
  const box = page('<p><time data-relative datetime="2020-02-13T10:00:00+08:00">3 minutes ago</time></p>');
  morph(box, fragment('<time data-relative datetime="2020-02-13T10:00:00+08:00">2020-02-13 10:00</time>'), "innerHTML");
  expect(box.textContent).toBe("3 minutes ago");
  morph(box, fragment('<time data-relative datetime="2020-02-13T10:05:00+08:00">2020-02-13 10:05</time>'), "innerHTML");
  expect(box.textContent).toBe("2020-02-13 10:05");
});

test("what the reader opened stays open", () => {
  const box = page("<div><details open><summary>More</summary>old</details></div>");
  morph(box, fragment("<details><summary>More</summary>new</details>"), "innerHTML");
  expect(box.querySelector("details")?.open).toBe(true);
  expect(box.textContent).toContain("new");
});

test("a drawn chart keeps its canvas and gets its new numbers", () => {
  const box = page('<div><figure data-chart><div class="chart-canvas"><canvas></canvas></div><script type="application/json">[1]</script></figure></div>');
  const canvas = box.querySelector("canvas");
  morph(box, fragment('<figure data-chart><div class="chart-canvas"></div><script type="application/json">[2]</script></figure>'), "innerHTML");
  expect(box.querySelector("canvas")).toBe(canvas);
  expect(box.querySelector("script")?.textContent).toBe("[2]");
});

test("a job's part can be replaced as a whole", () => {
  const job = page('<section id="job-1"><progress max="10" value="1"></progress></section>');
  morph(job, fragment('<section id="job-1"><progress max="10" value="7"></progress></section>'), "outerHTML");
  expect(document.querySelector("progress")?.getAttribute("value")).toBe("7");
});
