"""The public record of Arboga's promises, one readable file per year, and the loader that brings it in."""
