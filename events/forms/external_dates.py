"""A table of external dates to import."""

from django import forms
from django.core import signing

from coalitions.importing import ImportingError, Row, Table, read_table

SALT = "events.external-dates"
SEAL_AGE = 24 * 60 * 60  # seconds
MAX_ROWS = 500


class ExternalDatesForm(forms.Form):
    """The table, as a file. Valid: `table` is there, and `token` carries it to the import."""

    file = forms.FileField(
        label="Table",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text="A .csv or .xlsx file. Its first row names the columns: title, kind, starts_on, ends_on, url.",
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            self.table = read_table(file.read(), file.name)
        except ImportingError as error:
            raise forms.ValidationError(str(error)) from error
        if len(self.table.rows) > MAX_ROWS:
            raise forms.ValidationError(f"The table has too many rows: at most {MAX_ROWS}, please.")
        return file

    def token(self, user):
        """The table for the browser to carry to the import; it cannot change it."""
        value = [self.table.columns, [list(row) for row in self.table.rows]]
        return signing.dumps(value, salt=f"{SALT}.{user.pk}", compress=True)


def unsealed_table(token, user):
    """The table in a token that was made for this account within the last day, else None."""
    try:
        columns, rows = signing.loads(token, salt=f"{SALT}.{user.pk}", max_age=SEAL_AGE)
    except signing.BadSignature:
        return None
    return Table(columns, [Row(*row) for row in rows])
