import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { Field } from "./field";
import { Select } from "./select";

test("hint and error are tied to the input in that order", () => {
  const html = renderToStaticMarkup(
    <Field
      id="email"
      name="email"
      label="Email"
      hint="Your work address"
      error="Enter an address with an @"
    />,
  );
  expect(html).toContain('for="email"');
  expect(html).toContain('aria-describedby="email-hint email-error"');
  expect(html).toContain('aria-invalid="true"');
  expect(html).toMatch(/id="email-error"[^>]*>.*Enter an address with an @/);
});

test("a field without error or hint describes nothing and is not invalid", () => {
  const html = renderToStaticMarkup(<Field name="email" label="Email" />);
  expect(html).not.toContain("aria-describedby");
  expect(html).not.toContain('aria-invalid="');
});

test("a select marks the option it was given", () => {
  const options = [
    { value: "", label: "Any" },
    { value: "qbo", label: "QuickBooks" },
  ];
  const html = renderToStaticMarkup(
    <Select name="provider" label="Provider" options={options} defaultValue="qbo" />,
  );
  expect(html).toContain('<option value="qbo" selected="">QuickBooks</option>');
});
