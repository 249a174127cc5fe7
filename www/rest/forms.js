// The fields of a form that are handed over (W9): those that are ticked for the flow, and never what is secret or pays.

function fields(form, flow) {
  const values = {};
  for (const { name, type, value, checked, autocomplete } of form.elements) {
    if (!site.forms?.[flow]?.includes(name) || /password|file|cc-/.test(type + autocomplete)) continue;
    if (type === 'checkbox') values[name] = checked;
    else if (value && (type !== 'radio' || checked)) values[name] = value;
  }
  return values;
}
